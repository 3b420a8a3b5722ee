import type { HtmlTable } from '../formats/html/htmlPage.ts';
import type { Json } from '../support/json.ts';

/** What an inspection found: for people in words, a table and pictures, and for machines. */
export interface Finding {
  readonly title: string;
  /** Plain sentences, the most important first. */
  readonly paragraphs: readonly string[];
  readonly table?: HtmlTable;
  /** SVG elements; what they show is in the paragraphs and the table too. */
  readonly pictures: readonly string[];
  readonly json: Json;
}
