/**
 * Questions of a package, answered and scored in the browser: quizzes, self-assessments and decision drills.
 *
 * `data` is what `lms.doors.scorm.questions.data.quiz_data` gives, `words` what `words()` beside it gives. Everything goes
 * into `root` as elements and texts; nothing is read as HTML, nothing is fetched, nothing but `state` is handed over.
 */

import { Assessment } from "./scorm-quiz-assessment.js";
import { Quiz, resultOf } from "./scorm-quiz-asking.js";
import { Voice } from "./scorm-quiz-dom.js";
import { Drill } from "./scorm-quiz-drill.js";
import { readBack } from "./scorm-quiz-state.js";

const MAKERS = { quiz: Quiz, "self-assessment": Assessment, drill: Drill };

/**
 * Put a block's questions into an element.
 *
 * @param {object} given
 * @param {HTMLElement} given.root
 * @param {object} given.data
 * @param {string} [given.state] as `onChange` was given it last; what is damaged or of other questions is refused: it
 *   begins anew and says so
 * @param {Object<string, string|string[]>} given.words
 * @param {"en"|"da"|"sv"} given.language
 * @param {(state: string) => void} [given.onChange] after each answer; ≤ 700 characters for ten questions
 * @param {(result: {id: string, done: true, score: ?number, max: ?number, passed: ?boolean, answered: number, total: number,
 *   interactions: []}) => void} [given.onResult] when a try is submitted: what the try that counts came to. Score, max and
 *   passed are null of a self-assessment and a drill. `interactions` stays empty: answers belong to the person alone.
 * @param {string} [given.icons] what stands before an icon's name in its address
 * @param {() => number} [given.chance] from 0 to below 1 @param {() => number} [given.now] milliseconds since 1970
 * @returns {{destroy: () => void, refresh: () => void}}
 */
export function mountQuiz({ root, data, state = "", words, language, onChange = () => {}, onResult = () => {}, icons = "#icon-", chance = Math.random, now = Date.now }) {
  const voice = new Voice(words, language, icons);
  const made = new MAKERS[data.kind]({ root, data, voice, onChange, onResult, chance, now });
  made.restore(state);
  return { destroy: () => made.destroy(), refresh: () => made.show() };
}

/** What a kept state of a quiz came to, as `onResult` gave it; null where no try was submitted or it cannot be read. */
export function resultIn({ data, state }) {
  if (data.kind !== "quiz") return null;
  try {
    const deciding = readBack(data, state)?.deciding;
    return deciding ? resultOf(data, deciding) : null;
  } catch {
    return null;
  }
}
