import { type Connection, type Range, ShowDocumentRequest } from "vscode-languageserver";

/** Has the client select a range: the arguments of `podsight.select` are a URI and a range. Others are ignored. */
export async function selectRange(connection: Connection, args: readonly unknown[] = []): Promise<void> {
  const [uri, range] = args;
  if (typeof uri !== "string" || !isRange(range)) return;
  await connection.sendRequest(ShowDocumentRequest.type, { uri, selection: range, takeFocus: true });
}

function isRange(value: unknown): value is Range {
  if (typeof value !== "object" || value === null) return false;
  const { start, end } = value as Partial<Range>;
  return [start, end].every((position) => Number.isInteger(position?.line) && Number.isInteger(position?.character));
}
