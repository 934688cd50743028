/**
 * What runs before the server: reads the settings, checks folder, port and database, and starts
 * Payara Micro, so that what is wrong with the surroundings is said in one line.
 *
 * <p>Uses the JDK and nothing else, not even the rest of the product: its classes lie at the root
 * of the uber-jar, outside the application. Nothing of the application may use it.
 */
package io.mailwright.runtime.launcher;
