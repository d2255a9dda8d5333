"""Error codes: what a calculation answers when it has no number, and what the reader is told."""

from collections.abc import Mapping
from typing import Final, TypeAlias

Text: TypeAlias = Mapping[str, str]

INVALID_INPUT: Final = "INVALID_INPUT"
DIVERGES: Final = "DIVERGES"
DIVIDE_BY_ZERO: Final = "DIVIDE_BY_ZERO"
OUT_OF_DOMAIN: Final = "OUT_OF_DOMAIN"
TOO_LARGE: Final = "TOO_LARGE"
TOO_MANY_STEPS: Final = "TOO_MANY_STEPS"
UNKNOWN_OPERATION: Final = "UNKNOWN_OPERATION"

FAILABLE: Final = (
    INVALID_INPUT, DIVERGES, "INFINITE_MEAN", "NO_RESPONSES", "NOT_ESTIMABLE", "UNSTABLE", "TOO_MANY_MISSING",
    "ZERO_ERROR_VARIANCE",
)  # fmt: skip
"""Codes an author may name in `fail(CODE)`: those of the domain reference, section 1."""

MESSAGES: Final[Mapping[str, Text]] = {
    INVALID_INPUT: {
        "en": "One of the numbers cannot be used. Look at the fields that are marked.",
        "da": "Et af tallene kan ikke bruges. Se på de felter, der er markeret.",
        "sv": "Ett av talen går inte att använda. Titta på fälten som är markerade.",
    },
    DIVERGES: {
        "en": "With these numbers the value never stops growing. Shorten the horizon, or lower retention or growth.",
        "da": "Med de tal vokser værdien uden ende. Gør horisonten kortere, eller sæt fastholdelse eller vækst ned.",
        "sv": "Med de här talen växer värdet utan slut. Korta horisonten, eller sänk kundbevarande eller tillväxt.",
    },
    "INFINITE_MEAN": {
        "en": "The average cannot be found: a few customers would stay for ever. Shorten the horizon.",
        "da": "Gennemsnittet kan ikke findes: enkelte kunder ville blive for altid. Gør horisonten kortere.",
        "sv": "Medelvärdet går inte att räkna ut: några kunder skulle stanna för alltid. Korta horisonten.",
    },
    "NO_RESPONSES": {
        "en": "There are no answers to count yet. Enter at least one.",
        "da": "Der er ingen svar at regne på endnu. Indtast mindst ét.",
        "sv": "Det finns inga svar att räkna på än. Ange minst ett.",
    },
    "NOT_ESTIMABLE": {
        "en": "There is too little to go on. Enter more periods or more answers.",
        "da": "Der er for lidt at regne på. Indtast flere perioder eller flere svar.",
        "sv": "Det finns för lite att räkna på. Ange fler perioder eller fler svar.",
    },
    "UNSTABLE": {
        "en": "More work arrives than can be done, so the queue never ends. Add people or lower the load.",
        "da": "Der kommer mere, end der kan nås, så køen vokser uden ende. Sæt flere på, eller sænk belastningen.",
        "sv": "Det kommer in mer än som hinns med, så kön tar aldrig slut. Sätt in fler eller minska belastningen.",
    },
    "TOO_MANY_MISSING": {
        "en": "Too many answers are missing for a score. Answer some more.",
        "da": "Der mangler for mange svar til at give et resultat. Svar på nogle flere.",
        "sv": "För många svar saknas för ett resultat. Svara på några till.",
    },
    "ZERO_ERROR_VARIANCE": {
        "en": "The answers do not vary, so nothing can be judged from them. Collect more.",
        "da": "Svarene varierer ikke, så der kan ikke siges noget ud fra dem. Indsaml flere.",
        "sv": "Svaren varierar inte, så det går inte att säga något utifrån dem. Samla in fler.",
    },
    DIVIDE_BY_ZERO: {
        "en": "The calculation divides by zero. Change the number that is zero.",
        "da": "Regnestykket deler med nul. Ret det tal, der er nul.",
        "sv": "Beräkningen delar med noll. Ändra talet som är noll.",
    },
    OUT_OF_DOMAIN: {
        "en": "These numbers do not go together. Change the last one you entered.",
        "da": "De tal passer ikke sammen. Ret det sidste, du skrev.",
        "sv": "De här talen går inte ihop. Ändra det du skrev sist.",
    },
    TOO_LARGE: {
        "en": "The result is too large to show. Enter smaller numbers.",
        "da": "Resultatet er for stort at vise. Indtast mindre tal.",
        "sv": "Resultatet är för stort att visa. Ange mindre tal.",
    },
    TOO_MANY_STEPS: {
        "en": "The calculation is too long. Choose fewer periods.",
        "da": "Regnestykket er for langt. Vælg færre perioder.",
        "sv": "Beräkningen är för lång. Välj färre perioder.",
    },
    UNKNOWN_OPERATION: {
        "en": "There is no such calculation. See the list.",
        "da": "Den beregning findes ikke. Se listen.",
        "sv": "Den beräkningen finns inte. Se listan.",
    },
}
"""Every code a calculation can answer with, in words that say what to change."""

FIELD_MESSAGES: Final[Mapping[str, Text]] = {
    "BELOW_MINIMUM": {
        "en": "The smallest number that can be used here is {minimum}.",
        "da": "Det mindste tal, der kan bruges her, er {minimum}.",
        "sv": "Det minsta tal som kan användas här är {minimum}.",
    },
    "ABOVE_MAXIMUM": {
        "en": "The largest number that can be used here is {maximum}.",
        "da": "Det største tal, der kan bruges her, er {maximum}.",
        "sv": "Det största tal som kan användas här är {maximum}.",
    },
    "NOT_WHOLE": {"en": "Enter a whole number.", "da": "Skriv et helt tal.", "sv": "Ange ett heltal."},
    "NOT_A_NUMBER": {
        "en": "Enter a number, such as 1,200.50.",
        "da": "Skriv et tal, for eksempel 1.200,50.",
        "sv": "Ange ett tal, till exempel 1 200,50.",
    },
    "NOT_A_CHOICE": {
        "en": "Choose one of the options.",
        "da": "Vælg en af mulighederne.",
        "sv": "Välj ett av alternativen.",
    },
    "TOO_LARGE": {
        "en": "That number is too large. Check the zeros.",
        "da": "Tallet er for stort. Tjek nullerne.",
        "sv": "Talet är för stort. Kontrollera nollorna.",
    },
    "TOO_LONG": {
        "en": "A number has at most 40 characters here.",
        "da": "Et tal må højst fylde 40 tegn her.",
        "sv": "Ett tal får ha högst 40 tecken här.",
    },
    "NOT_A_TABLE": {
        "en": "This table cannot be read. Go back to the example and try again.",
        "da": "Tabellen kan ikke læses. Gå tilbage til eksemplet, og prøv igen.",
        "sv": "Tabellen går inte att läsa. Gå tillbaka till exemplet och försök igen.",
    },
    "TOO_FEW_ROWS": {
        "en": "Fill in at least {fewest} rows.",
        "da": "Udfyld mindst {fewest} rækker.",
        "sv": "Fyll i minst {fewest} rader.",
    },
    "TOO_MANY_ROWS": {
        "en": "There is room for {most} rows.",
        "da": "Der er plads til {most} rækker.",
        "sv": "Det finns plats för {most} rader.",
    },
    "TOTAL": {
        "en": "The column adds up to {sum}; {points} points are missing.",
        "da": "Kolonnen giver {sum} i alt; der mangler {points} point.",
        "sv": "Kolumnen blir {sum} totalt; det saknas {points} enheter.",
    },
    "TOTAL_OVER": {
        "en": "The column adds up to {sum}; that is {points} points too many.",
        "da": "Kolonnen giver {sum} i alt; det er {points} point for meget.",
        "sv": "Kolumnen blir {sum} totalt; det är {points} enheter för mycket.",
    },
    "EMPTY_CELL": {
        "en": "A number is missing here.",
        "da": "Her mangler et tal.",
        "sv": "Här saknas ett tal.",
    },
    "NAME_TOO_LONG": {
        "en": "A name has at most 60 characters.",
        "da": "Et navn må højst have 60 tegn.",
        "sv": "Ett namn får ha högst 60 tecken.",
    },
    "NAME_UNPRINTABLE": {
        "en": "A name holds letters, digits and ordinary signs, on one line.",
        "da": "Et navn består af bogstaver, tal og almindelige tegn på én linje.",
        "sv": "Ett namn består av bokstäver, siffror och vanliga tecken på en rad.",
    },
    "TEXT_TOO_LONG": {
        "en": "There is room for 60 characters here.",
        "da": "Her er plads til 60 tegn.",
        "sv": "Här finns plats för 60 tecken.",
    },
    "TEXT_UNPRINTABLE": {
        "en": "Write letters, digits and ordinary signs here, on one line.",
        "da": "Skriv bogstaver, tal og almindelige tegn her, på én linje.",
        "sv": "Skriv bokstäver, siffror och vanliga tecken här, på en rad.",
    },
    "ROWS_FIXED": {
        "en": "This table has its own {most} rows. Fill in those.",
        "da": "Tabellen har sine egne {most} rækker. Udfyld dem.",
        "sv": "Tabellen har sina egna {most} rader. Fyll i dem.",
    },
    "BELOW_USUAL": {
        "en": "Lower than most companies see. Fine if it is right; worth a check.",
        "da": "Lavere, end de fleste oplever. Helt i orden, hvis det er rigtigt, men tjek det.",
        "sv": "Lägre än de flesta ser. Helt i sin ordning om det stämmer, men kontrollera.",
    },
    "ABOVE_USUAL": {
        "en": "Higher than most companies see. Fine if it is right; worth a check.",
        "da": "Højere, end de fleste oplever. Helt i orden, hvis det er rigtigt, men tjek det.",
        "sv": "Högre än de flesta ser. Helt i sin ordning om det stämmer, men kontrollera.",
    },
}
"""What stands beside a field; slots such as {minimum}, {sum} and {points} are filled in the reader's own format."""

RANGE_MESSAGES: Final[Mapping[str, Text]] = {
    "LOW_ABOVE_HIGH": {
        "en": "The low end is above the high end. Swap them.",
        "da": "Det laveste tal er større end det højeste. Byt dem om.",
        "sv": "Det lägsta talet är större än det högsta. Byt plats på dem.",
    },
    "MODE_OUTSIDE": {
        "en": "The likely number lies outside its own range. Move it, or widen the range.",
        "da": "Det sandsynlige tal ligger uden for sit eget interval. Flyt det, eller gør intervallet bredere.",
        "sv": "Det troliga talet ligger utanför sitt eget intervall. Flytta det, eller gör intervallet bredare.",
    },
    "LIKELY_MISSING": {
        "en": "Enter the number you think most likely.",
        "da": "Skriv det tal, du holder for mest sandsynligt.",
        "sv": "Ange det tal du tror är mest troligt.",
    },
    "P10_NOT_POSITIVE": {
        "en": "This kind of range needs a low end above zero.",
        "da": "Den slags interval skal begynde over nul.",
        "sv": "Ett sådant intervall måste börja över noll.",
    },
    "NO_UPPER_END": {
        "en": "This kind of range has no upper end, and this number has a limit. Choose one with a low and a high end.",
        "da": "Den slags interval har ingen øvre ende, og tallet har en grænse. Vælg et med en nedre og en øvre ende.",
        "sv": "Ett sådant intervall saknar övre ände, och talet här har en gräns. Välj ett med nedre och övre ände.",
    },
    "OUTSIDE_INPUT_RANGE": {
        "en": "The range goes beyond what can be entered here. Narrow it.",
        "da": "Spændet går ud over, hvad der kan skrives her. Gør det smallere.",
        "sv": "Spannet går utanför vad som kan anges här. Gör det smalare.",
    },
    "NOT_FOR_A_CHOICE": {
        "en": "A choice between options has no range.",
        "da": "Et valg mellem muligheder har intet interval.",
        "sv": "Ett val mellan alternativ har inget intervall.",
    },
    "NOT_FOR_A_TEXT": {
        "en": "A text has no range.",
        "da": "En tekst har intet interval.",
        "sv": "En text har inget intervall.",
    },
    "MUST_ADD_UP": {
        "en": "The numbers of this column must add up, so one of them cannot move alone.",
        "da": "Tallene i kolonnen skal give et bestemt tal i alt, så ét af dem kan ikke ændres alene.",
        "sv": "Talen i kolumnen måste ge en viss summa, så ett av dem kan inte ändras ensamt.",
    },
    "UNKNOWN_INPUT": {
        "en": "This calculator has no number with that name.",
        "da": "Værktøjet har intet tal med det navn.",
        "sv": "Verktyget har inget tal med det namnet.",
    },
    "UNKNOWN_DISTRIBUTION": {
        "en": "Choose one of the kinds of range on offer.",
        "da": "Vælg en af de slags interval, der findes.",
        "sv": "Välj något av de slags intervall som finns.",
    },
    "NOT_A_RANGE": {
        "en": "A range has a low, a likely and a high number.",
        "da": "Et interval har et lavt, et sandsynligt og et højt tal.",
        "sv": "Ett intervall har ett lågt, ett troligt och ett högt tal.",
    },
    "NO_RANGE_TO_MOVE": {
        "en": "Two numbers can move together when both have a range. Give them one, or choose others.",
        "da": "To tal kan følges ad, når begge har et interval. Giv dem et, eller vælg andre.",
        "sv": "Två tal kan följas åt när båda har ett intervall. Ge dem ett, eller välj andra.",
    },
    "NOT_A_CORRELATION": {
        "en": "How far two numbers move together is a number from −0.95 to 0.95.",
        "da": "Hvor tæt to tal følges ad, er et tal fra −0,95 til 0,95.",
        "sv": "Hur nära två tal följs åt är ett tal från −0,95 till 0,95.",
    },
    "CORRELATIONS_CLASH": {
        "en": "These numbers cannot all move together like that. Lower one of the correlations, or take a pair away.",
        "da": "De tal kan ikke alle følges ad på den måde. Sænk en af korrelationerne, eller fjern et par.",
        "sv": "De talen kan inte alla följas åt på det sättet. Sänk en av korrelationerna, eller ta bort ett par.",
    },
}
"""What stands beside a range that cannot be used; NOT_A_NUMBER, NOT_WHOLE and TOO_LARGE are in `FIELD_MESSAGES`."""
