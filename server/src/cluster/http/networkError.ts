import type { Message } from "../../core/words.ts";
import { CONNECTION_WORDS, oneLine } from "../words.ts";

/** The product's sentence for an error of Node's network. */
export function whyBroken(error: NodeJS.ErrnoException, server: string): Message {
  const code = error.code ?? error.name;
  if (code === "ABORT_ERR" || code === "AbortError") return CONNECTION_WORDS.stopped();
  if (code === "ECONNREFUSED") return CONNECTION_WORDS.refused({ server });
  if (code.startsWith("proxy ")) return CONNECTION_WORDS.proxy({ server, code: oneLine(code.slice(6), 60) });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return CONNECTION_WORDS.unknownHost({ server });
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return CONNECTION_WORDS.certificateExpired({ server });
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return CONNECTION_WORDS.certificateName({ server });
  if (CERTIFICATE_CODES.has(code)) return CONNECTION_WORDS.certificateUnknown({ server });
  if (LOST_CODES.has(code)) return CONNECTION_WORDS.lost({ server });
  if (code.startsWith("Z_")) return CONNECTION_WORDS.cutOff({ server });
  return CONNECTION_WORDS.other({ server, code: oneLine(code, 60) });
}

const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "CERT_SIGNATURE_FAILURE",
]);

const LOST_CODES: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_PREMATURE_CLOSE",
]);
