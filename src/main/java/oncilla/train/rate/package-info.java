/**
 * The learning-rate range test: a short training whose learning rate grows from update to update,
 * to see which rates a net learns with. {@link oncilla.train.rate.RateFinder} runs it over a {@link
 * oncilla.train.rate.RateRange}; the {@link oncilla.train.rate.RateCurve} that it gives smooths the
 * costs and suggests a rate.
 */
package oncilla.train.rate;
