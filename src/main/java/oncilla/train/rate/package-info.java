/**
 * The learning-rate range test: a short training whose learning rate grows from update to update,
 * to see which rates a net learns with. {@link oncilla.train.rate.RateFinder} runs it over a {@link
 * oncilla.train.rate.RateRange}; the {@link oncilla.train.rate.RateCurve} that it gives holds the
 * costs and suggests the rate that their {@code RateValley} leads to.
 */
package oncilla.train.rate;
