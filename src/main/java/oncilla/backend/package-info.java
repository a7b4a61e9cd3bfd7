/**
 * What every backend is: memory ({@link oncilla.backend.Arena}, {@link oncilla.backend.Tensor}),
 * mathematics ({@link oncilla.backend.Ops}) and recorded work ({@link oncilla.backend.Plan}),
 * behind one {@link oncilla.backend.Backend}. Models and the trainer know only this package.
 *
 * <p>Implementations are found through {@code ServiceLoader<BackendProvider>}; nothing else reaches
 * them. {@link oncilla.backend.provider.BackendSelector} chooses one and explains the choice.
 */
package oncilla.backend;
