import LinearAlgebra

/// The weather of a generated station, a temperature every three hours: what its thermometer measured,
/// whether or not anybody was told.
///
/// A temperature is the sum of the season, the hour of the day, a wall that is heated from Monday to
/// Friday, slow fronts, storms, which are cold, and noise.
public struct Weather: Equatable, Sendable {
  /// Readings of a day, and of a year.
  public static let (perDay, perYear) = (8, 2_920)

  /// The probability that a storm begins, and that it ends, in three hours.
  public static let (stormBegins, stormEnds) = (0.025, 0.1)
  /// How many degrees a long storm is colder, and which share of the way there three hours take.
  public static let (chill, chillShare) = (8.0, 0.3)

  /// Degrees, one for each step; step 0 is the midnight in which a year and a Monday begin.
  public var temperatures: [Double]
  /// Whether it storms at each step.
  public var storms: [Bool]

  /// Draws the weather of some steps.
  public init(steps: Int, using generator: inout SeededGenerator) {
    storms = Weather.storms(steps: steps, using: &generator)
    temperatures = []
    var (front, chill) = (0.0, 0.0)
    for step in 0..<steps {
      front = 0.97 * front + 0.5 * generator.normal()
      chill += Weather.chillShare * ((storms[step] ? Weather.chill : 0) - chill)
      let hour = 4 * Weather.warmth[step % Weather.perDay]
      temperatures.append(
        10 + 10 * Weather.season(step) + hour + (Weather.isWorking(step) ? 2 : 0)
          + front - chill + 0.3 * generator.normal())
    }
  }

  /// Whether it storms, step by step; storms come and go by chance alone.
  static func storms(steps: Int, using generator: inout SeededGenerator) -> [Bool] {
    var storms = false
    return (0..<steps).map { _ in
      let dice = generator.uniform()
      storms = storms ? dice >= stormEnds : dice < stormBegins
      return storms
    }
  }
}

// MARK: - The calendar, which is known in advance

extension Weather {
  /// The cosine of the hour, counted from three in the afternoon, for the eight hours 0, 3, …, 21.
  private static let warmth = {
    let half = 0.5.squareRoot()
    return [-half, -1, -half, 0, half, 1, half, 0]
  }()

  /// From −1 in the middle of the cold half of the year to 1 in the middle of the warm half.
  private static func season(_ step: Int) -> Double {
    let spring = 850
    let place = Double((step + perYear - spring) % perYear) / Double(perYear)
    return place < 0.5 ? 16 * place * (0.5 - place) : -16 * (place - 0.5) * (1 - place)
  }

  private static func isWorking(_ step: Int) -> Bool { step / perDay % 7 < 5 }

  /// What everybody knows of a step: two numbers for the hour, and whether today and tomorrow are
  /// working days, 0 or 1.
  public static func calendar(_ step: Int) -> [Double] {
    [
      warmth[step % perDay], warmth[(step + 6) % perDay], isWorking(step) ? 1 : 0,
      isWorking(step + perDay) ? 1 : 0,
    ]
  }
}
