/* What esbuild resolves and TypeScript has to be told about. */
declare module "*.css";
declare module "*.json?rest" {
    const sentences: Readonly<Record<string, string>>;
    export default sentences;
}
