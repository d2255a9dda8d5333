/** The standard normal distribution in the browser: the twin of `statistics/normal.py`, sum for sum (AS 241). */

const FAR = 40;
const SERIES_UP_TO = 1.5;
const SERIES_TERMS = 30;
const FRACTION_TERMS = 120;
const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);
const CENTRE = 0.425;
const NEAR_TAIL = 5;

const A = [
  3.387132872796366608, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
  4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
];
const B = [
  1, 4.2313330701600911252e1, 6.871870074920579083e2, 5.3941960214247511077e3, 2.1213794301586595867e4,
  3.930789580009271061e4, 2.8729085735721942674e4, 5.226495278852854561e3,
];
const C = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  2.4178072517745061177e-1, 2.27238449892691845833e-2, 7.7454501427834140764e-4,
];
const D = [
  1, 2.05319162663775882187, 1.6763848301838038494, 6.8976733498510000455e-1, 1.4810397642748007459e-1,
  1.51986665636164571966e-2, 5.475938084995344946e-4, 1.05075007164441684324e-9,
];
const E = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 2.9656057182850489123e-1, 2.6532189526576123093e-2,
  1.2426609473880784386e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
];
const F = [
  1, 5.9983220655588793769e-1, 1.3692988092273580531e-1, 1.48753612908506148525e-2, 7.868691311456132591e-4,
  1.84631831751005468180e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
];

/** @param {number} x @returns {number} P(X ≤ x) */
export function normalCdf(x) {
  const far = Math.min(Math.abs(x), FAR);
  const phi = density(far);
  const tail = far <= SERIES_UP_TO ? 0.5 - phi * series(far) : phi * fraction(far);
  return x < 0 ? tail : 1 - tail;
}

/** @param {number} p strictly between 0 and 1 @returns {number} x with P(X ≤ x) = p */
export function normalQuantile(p) {
  const fromHalf = p - 0.5;
  if (Math.abs(fromHalf) <= CENTRE) {
    const inner = CENTRE * CENTRE - fromHalf * fromHalf;
    return (fromHalf * polynomial(A, inner)) / polynomial(B, inner);
  }
  const depth = Math.sqrt(-Math.log(fromHalf < 0 ? p : 1 - p));
  const near = depth <= NEAR_TAIL;
  const from = depth - (near ? 1.6 : NEAR_TAIL);
  const size = polynomial(near ? C : E, from) / polynomial(near ? D : F, from);
  return fromHalf < 0 ? -size : size;
}

function density(x) {
  const rough = Math.floor(x * 16) / 16;
  return (Math.exp((-rough * rough) / 2) * Math.exp((-(x - rough) * (x + rough)) / 2)) / ROOT_OF_TWO_PI;
}

function series(x) {
  let term = x;
  let total = x;
  for (let at = 1; at < SERIES_TERMS; at += 1) {
    term *= (x * x) / (2 * at + 1);
    total += term;
  }
  return total;
}

function fraction(x) {
  let inner = x;
  for (let at = FRACTION_TERMS; at > 0; at -= 1) inner = x + at / inner;
  return 1 / inner;
}

function polynomial(coefficients, x) {
  let total = 0;
  for (let at = coefficients.length - 1; at >= 0; at -= 1) total = total * x + coefficients[at];
  return total;
}
