// biome-ignore lint/performance/noBarrelFile: the core reads the same JSON; who reads it here is on the way to import it from there.
export { isObject, type JsonObject, listOf, numberOf, objectOf, textOf } from "../core/json.ts";
