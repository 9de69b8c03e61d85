import fc from "fast-check";
import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { linesOf } from "./positions.ts";

const text = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", "\r", " ")).map((parts) => parts.join(""));

test("lines that are kept without their text count as the document itself does", () => {
  fc.assert(
    fc.property(text, fc.nat(40), (content, offset) => {
      const document = TextDocument.create("file:///a", "yaml", 1, content);
      const position = document.positionAt(offset);
      expect(linesOf(content).offsetAt(position)).toBe(document.offsetAt(position));
      if (content[offset - 1] !== "\r" && content[offset - 1] !== "\n") {
        expect(linesOf(content).positionAt(offset)).toEqual(position);
      }
    }),
  );
});
