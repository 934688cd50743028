/**
 * Showing a rendered mail inside the console without letting it act there.
 *
 * <p>What it returns is for looking only; what is sent never passes through here.
 */
package io.mailwright.content.preview;
