/** What a built page says of itself, read from its HTML: Framework and jsdom write it without errors, elements closed. */

import { unescaped } from "../../src/report/escaped.ts";

const MAIN = /<main\b[^>]*>([\s\S]*)<\/main>/;
const HEADING = /<h1\b[^>]*>([\s\S]*?)<\/h1>/;
const SAID = /<(p|li)\b[^>]*>([\s\S]*?)<\/\1>/g;
const SENTENCES = /(?<=[.!?])\s+(?=\p{Lu}|“)/u;
const FOLDED = /<details\b[\s\S]*?<\/details>/g;
/** What a page is about, over a heading that says what was found about it. */
const PLACE = /<p class="place">([\s\S]*?)<\/p>/;
/** A search engine and a chat show about as many. */
const MOST_CHARACTERS = 200;

/** What it says first, which a reader has open, and keeps, under that name; a finding that could be about anything is preceded by what it is about. */
export function titleOf(html: string): string {
  const title = textOf(headingIn(mainOf(html))?.[1] ?? "") || sourceTitle(html);
  const [about] = textOf(PLACE.exec(html)?.[1] ?? "").split(":");
  return about && !title.startsWith(about) ? `${about}: ${title}` : title;
}

/** What the page found: its title and the sentences under it, as far as they are whole in a description's length. */
export function descriptionOf(html: string): string {
  const main = mainOf(html);
  const heading = headingIn(main);
  const after = (heading ? main.slice(heading.index + heading[0].length) : main).replace(FOLDED, "");
  const said = [...after.matchAll(SAID)]
    .map(([, , text]) => textOf(text!))
    .find((text) => text.length > 30 && /[.!?]$/.test(text));
  const [title, ...sentences] = [
    sentence(titleOf(html)),
    ...(said ?? "").split(SENTENCES).filter((one) => one !== ""),
  ];
  let description = title!;
  for (const next of sentences) {
    if (description.length + next.length >= MOST_CHARACTERS) break;
    description += ` ${next}`;
  }
  return description;
}

const mainOf = (html: string): string => MAIN.exec(html)?.[1] ?? "";
const headingIn = (main: string) => HEADING.exec(main);

/** Every page of a kind has that of its source. */
const sourceTitle = (html: string): string =>
  textOf(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "").replace(/ \| [^|]*$/, "");

const sentence = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** An element's text as it is read, without its tags. */
const textOf = (html: string): string =>
  unescaped(html.replace(/<(style|svg)\b[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, ""))
    .replace(/\s+/g, " ")
    .trim();

/** What stands under a finding in its description. */
export const leadOf = (description: string): string => {
  const [, ...sentences] = description.split(SENTENCES);
  return sentences.join(" ");
};
