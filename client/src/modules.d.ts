/* What esbuild resolves and TypeScript has to be told about. */
declare module "*.css";
