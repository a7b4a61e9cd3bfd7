/**
 * Choosing a backend. A {@link oncilla.backend.provider.BackendProvider} is one kind of backend,
 * found as a service; it answers a {@link oncilla.backend.provider.BackendRequest} with an {@link
 * oncilla.backend.provider.Availability}: what would be taken, or why nothing can be and what mends
 * that. {@link oncilla.backend.provider.BackendSelector} asks the providers, by name or for {@code
 * auto}, and gives a {@link oncilla.backend.provider.Selection} with the reason for the choice.
 * What was asked for and cannot be had is an error; nothing is replaced silently.
 */
package oncilla.backend.provider;
