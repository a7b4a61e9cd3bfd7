/**
 * Keeps the arrows between the packages. {@link oncilla.architecture.ArchitectureRules} says what
 * may import what, for any root package; the test holds Oncilla to it, and holds the rules
 * themselves to a fixture of classes that break each of them.
 */
package oncilla.architecture;
