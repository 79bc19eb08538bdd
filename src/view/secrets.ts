/** Hides what an address holds for nobody else's eyes: the password of its user, and a signature in its query. */
export function maskSecrets(text: string): string {
  return text
    .replace(/(\b[a-z][a-z\d+.-]*:\/\/)([^\s/?#@:'"]*):[^\s/?#@'"]+@/gi, '$1$2:***@')
    .replace(/([?&](?:sig|signature|x-amz-signature|access_token|token|password)=)[^\s&'"]+/gi, '$1***');
}
