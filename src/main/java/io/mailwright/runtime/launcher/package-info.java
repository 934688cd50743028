/**
 * What runs before the server: reads the settings, checks folder, port and database, and starts
 * Payara Micro, so that what is wrong with the surroundings is said in one line.
 *
 * <p>Uses the JDK, the settings and the error numbers, and nothing else of the product: its classes
 * lie at the root of the uber-jar, outside the application, which has copies of its own of what is
 * shared. Nothing of the application may use it.
 */
package io.mailwright.runtime.launcher;
