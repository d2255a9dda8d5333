/** What becomes a block while it is typed: `## `, `- `, `1. `, `> `, ``` and three hyphens. */

import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "../vendor/studio.js";
import { schema } from "./studio-schema.js";

const { nodes, marks } = schema;

/** The plugin of the rules. */
export function typing() {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^(#{2,4})\s$/, nodes.heading, ([, signs]) => ({ level: signs.length })),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
      wrappingInputRule(/^(\d+)[.)]\s$/, nodes.ordered_list, ([, number]) => ({ order: Number(number) }), ([, number], node) => node.childCount + node.attrs.order === Number(number)),
      textblockTypeInputRule(/^```$/, nodes.code_block),
      new InputRule(/^---$/, (state, _match, from) => state.tr.replaceWith(from - 1, state.selection.$from.after(), [nodes.horizontal_rule.create(), nodes.paragraph.create()])),
      marking(/(?<![\w*])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
      marking(/(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*$/, marks.em),
      marking(/(?<!`)`([^`]+)`$/, marks.code),
    ],
  });
}

function marking(pattern, mark) {
  return new InputRule(pattern, (state, [whole, words], from, to) => {
    const tr = state.tr.delete(from, to).insertText(words, from);
    return whole ? tr.addMark(from, from + words.length, mark.create()).removeStoredMark(mark) : null;
  });
}
