/** Tells the platform that opened this page that connecting is done, so that it can close the page (LTI dynamic registration). */

export default function tellPlatform() {
  const platform = window.opener ?? (window.parent === window ? null : window.parent);
  platform?.postMessage({ subject: "org.imsglobal.lti.close" }, "*");
}
