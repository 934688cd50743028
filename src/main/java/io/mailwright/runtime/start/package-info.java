/** The order in which the application starts and stops. */
package io.mailwright.runtime.start;
