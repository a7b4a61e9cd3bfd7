/**
 * What a test run says at its end: which tests were not run, and why. JUnit's launcher finds {@link
 * oncilla.summary.NotRunListener} as a service, so that no test has to know of it.
 */
package oncilla.summary;
