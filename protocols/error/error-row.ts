/** One row of the error table. Words are for the person who must act. */
export interface ErrorRow {
  /** True when doing the same again later can succeed without anyone acting. */
  readonly retryable: boolean;
  readonly zh: string;
  readonly en: string;
  /** What to do, imperative. */
  readonly actionZh: string;
  readonly actionEn: string;
}
