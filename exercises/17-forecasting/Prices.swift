import LinearAlgebra

extension Logbook {
  /// A price that nobody can forecast: each step adds a number drawn by chance.
  ///
  /// - Parameters:
  ///   - steps: of which half are there to learn from.
  ///   - seed: of the numbers.
  public static func prices(steps: Int = 2_000, seed: UInt64) -> Logbook {
    var (generator, price) = (SeededGenerator(seed: seed), 100.0)
    let prices = (0..<steps).map { _ in
      price += generator.normal()
      return price
    }
    return Logbook(
      truth: prices, readings: prices.map { .some($0) }, length: 20, horizon: 1,
      validationFrom: steps / 2,
      testFrom: steps * 3 / 4)
  }
}

/// The share of a yardstick's error that a forecast saves: 1 where it is never wrong, 0 where it is
/// as wrong as the yardstick, negative where it is worse.
public func skill(of error: Double, beside yardstick: Double) -> Double { 1 - error / yardstick }
