/** The parameters file that bare keys belong to: of a stage in its working folder, of the project at its root. */
export const DEFAULT_PARAMS_FILE = 'params.yaml';
