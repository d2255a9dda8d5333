/**
 * How somebody stands, in the words of the standard. No number, text or answer passes here: which answers somebody gave is
 * theirs, so no `cmi.interactions` are written. (What was answered stands in the suspend data, for going on with it.)
 */

/** @param {number} seconds @returns {string} "0001:02:03.00" for SCORM 1.2, "PT1H2M3S" for 2004 */
export function duration(standard, seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  if (standard === "2004") return `PT${hours}H${minutes}M${rest}S`;
  const two = (number) => String(number).padStart(2, "0");
  return `${String(Math.min(hours, 9999)).padStart(4, "0")}:${two(minutes)}:${two(rest)}.00`;
}

/** SCORM 1.2 has one word for completed and passed. @returns {string} */
export function lessonStatus(stands) {
  if (stands.complete) return stands.quizzes.all ? "passed" : "completed";
  return stands.failed ? "failed" : "incomplete";
}

/** @returns {[string, string|number][]} what is written, in this order */
export function values(standard, stands, kept, seconds) {
  const { score } = stands;
  const has = score !== null;
  if (standard === "2004") {
    const success = stands.quizzes.all === 0 ? "unknown" : stands.quizzes.done === stands.quizzes.all ? "passed" : stands.answered ? "failed" : "unknown";
    return [
      ["cmi.completion_status", stands.complete ? "completed" : "incomplete"],
      ["cmi.success_status", success],
      ["cmi.progress_measure", stands.pages.all ? (stands.pages.done / stands.pages.all).toFixed(3) : 1],
      ...(has ? [["cmi.score.min", 0], ["cmi.score.max", 100], ["cmi.score.raw", score], ["cmi.score.scaled", score / 100]] : []),
      ["cmi.location", kept.place],
      ["cmi.suspend_data", kept.text],
      ["cmi.session_time", duration(standard, seconds)],
      ["cmi.exit", "suspend"],
    ];
  }
  return [
    ["cmi.core.lesson_status", lessonStatus(stands)],
    ...(has ? [["cmi.core.score.min", 0], ["cmi.core.score.max", 100], ["cmi.core.score.raw", score]] : []),
    ["cmi.core.lesson_location", kept.place],
    ["cmi.suspend_data", kept.text],
    ["cmi.core.session_time", duration(standard, seconds)],
    ["cmi.core.exit", "suspend"],
  ];
}
