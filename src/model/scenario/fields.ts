/**
 * Every input of a decision, once. The scenario file, the page's form, its address, the tornado's labels and the
 * documentation are all made from this table; a new input is one entry here and its use in `decision/`.
 */
import type { Field } from "./field.js";
import { DEMAND } from "./fields/demand.js";
import { MONEY } from "./fields/money.js";
import { NEEDS } from "./fields/needs.js";
import { PEOPLE } from "./fields/people.js";
import { PLATFORM } from "./fields/platform.js";
import { SLO } from "./fields/slo.js";
import { SUBJECT } from "./fields/subject.js";

export const FIELDS = [
  ...SUBJECT,
  ...DEMAND,
  ...SLO,
  ...NEEDS,
  ...PLATFORM,
  ...PEOPLE,
  ...MONEY,
] as const satisfies readonly Field[];

export type FieldId = (typeof FIELDS)[number]["id"];
