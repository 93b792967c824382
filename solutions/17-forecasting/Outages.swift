import LinearAlgebra

/// Which of a thermometer's readings do not arrive. It sends them by radio.
public enum Outages: Equatable, Sendable {
  // REGION outages
  /// Storms disturb the radio: a reading is lost with a probability of 0.6 in a storm, else of 0.03.
  case inStorms
  /// The same losses, as many and as long, but by the storms of another valley.
  case elsewhere
  /// Each reading is lost by itself, with one probability.
  case scattered(Double)
  // END REGION outages

  /// The probability that a reading is lost in a storm, and otherwise.
  public static let (lostInStorms, lostOtherwise) = (0.6, 0.03)

  /// The readings that arrive: nil where one is lost.
  ///
  /// - Parameters:
  ///   - weather: what is measured.
  ///   - generator: draws what is lost.
  public func readings(of weather: Weather, using generator: inout SeededGenerator) -> [Double?] {
    let steps = weather.temperatures.count
    let other = Weather.storms(steps: steps, using: &generator)
    return (0..<steps).map { step in
      let dice = generator.uniform()
      let limit: Double
      switch self {
      case .inStorms: limit = weather.storms[step] ? Self.lostInStorms : Self.lostOtherwise
      case .elsewhere: limit = other[step] ? Self.lostInStorms : Self.lostOtherwise
      case .scattered(let probability): limit = probability
      }
      return dice < limit ? nil : weather.temperatures[step]
    }
  }
}
