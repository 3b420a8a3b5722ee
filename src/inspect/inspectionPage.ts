import { htmlPage } from '../formats/html/htmlPage.ts';
import type { Finding } from './finding.ts';

/** A self-contained page of what was found. */
export function inspectionPage(
  title: string,
  notes: readonly string[],
  findings: readonly Finding[],
): string {
  return htmlPage({
    title,
    sections: [
      { paragraphs: notes },
      ...findings.map(({ title: heading, paragraphs, pictures, table }) => ({
        heading,
        paragraphs,
        svg: pictures,
        ...(table && { table }),
      })),
    ],
  });
}
