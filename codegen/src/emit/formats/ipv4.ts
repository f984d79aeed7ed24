/** Four decimal numbers without leading zeros, e.g. `192.0.2.1`. */
export const isIpv4 = (text: string): boolean => pattern.test(text);

const pattern = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
