/** A script of its own, built by Vite, and where it is. */
declare module '*?worker&url' {
  const url: string;
  export default url;
}
