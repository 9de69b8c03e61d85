/** Why nothing can be said of what a manifest holds. */
export type UnreadableReason = "template" | "broken" | "tooLarge" | "denied" | "kustomization";
