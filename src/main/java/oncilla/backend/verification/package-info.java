/**
 * The contract of verifying kernels before they are used. A backend that runs kernels on devices it
 * has never met describes an operation of the run as an {@link
 * oncilla.backend.verification.Exercise}; an {@link oncilla.backend.verification.OpVerifier}, found
 * as a service, runs cases of it against the reference. {@link
 * oncilla.backend.verification.FusedParts} are the parts of composites that such a backend may have
 * kernels for. Where nothing right can be had, {@link
 * oncilla.backend.verification.UnverifiedException} says so.
 */
package oncilla.backend.verification;
