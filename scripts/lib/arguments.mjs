// @ts-check

/**
 * @typedef {{ kind: "context", name: string } | { kind: "offline" } | { kind: "embedded" }} ClusterChoice
 */

/**
 * Reads the arguments of `npm start`.
 * @param {readonly string[]} args
 * @returns {ClusterChoice | { kind: "wrong", sentence: string }}
 */
export function readStartArguments(args) {
  const [option, value, ...rest] = args.flatMap((arg) => (arg.startsWith("--context=") ? splitOnce(arg) : [arg]));
  if (option === undefined) return { kind: "embedded" };
  if (option === "--offline" && value === undefined) return { kind: "offline" };
  if (option === "--context" && value !== undefined && !value.startsWith("-") && value !== "" && rest.length === 0) {
    return { kind: "context", name: value };
  }
  return {
    kind: "wrong",
    sentence: `npm start takes "-- --context NAME" or "-- --offline" or nothing, not "${args.join(" ")}".`,
  };
}

/** @param {string} arg */
function splitOnce(arg) {
  const at = arg.indexOf("=");
  return [arg.slice(0, at), arg.slice(at + 1)];
}
