/** One structural mistake, as Ajv reports it. */
interface StructureError {
  readonly keyword: "type" | "additionalProperties" | "minimum" | "maximum";
  /** A JSON pointer to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly params: {
    readonly additionalProperty?: string;
    readonly type?: string | readonly string[];
    readonly limit?: number;
  };
}

/** Whether a value has a Service's structure; if not, `errors` lists everything that is wrong. */
declare const validate: {
  (value: unknown): boolean;
  errors?: readonly StructureError[] | null;
};

export { type StructureError, validate };
