/** An address that mail servers accept: no comments, no quotes, no bare host. */
export const isEmail = (text: string): boolean => text.length <= 254 && pattern.test(text);

const pattern =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;
