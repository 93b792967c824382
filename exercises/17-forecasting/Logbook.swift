import LinearAlgebra

/// Windows side by side: what a forecaster reads, and what comes then.
public struct WindowBatch: Equatable, Sendable {
  /// One for each reading of the windows, each matrix batch × 1, on the scale.
  public var steps: [GapStep]
  /// What is known in advance of each step of the windows and of each step ahead, batch × 4 each.
  public var calendar: [Matrix]
  /// What comes, batch × horizon, on the scale.
  public var targets: Matrix

  /// Windows of their parts: steps of batch × 1, calendar batch × 4, targets batch × horizon.
  public init(steps: [GapStep], calendar: [Matrix], targets: Matrix) {
    (self.steps, self.calendar, self.targets) = (steps, calendar, targets)
  }
}

/// A series to forecast: its readings, some of which may be missing, what they should have been, and
/// how it is cut into windows and parts.
public struct Logbook: Equatable, Sendable {
  /// What was there, read or not. Targets are taken from it.
  public var truth: [Double]
  /// What was read; nil where nothing was.
  public var readings: [Double?]
  /// What is known of each step in advance, four numbers each.
  public var calendar: [[Double]]
  /// Readings of a window, and targets.
  public var length, horizon: Int
  /// Where windows of each part begin.
  public var parts: TimeParts
  /// Where the windows begin that training draws from: all of the training part.
  public var trainingPlaces: [Int]
  /// Fitted to what was read in the training part.
  public var scale: Scale
  /// Whether each window is told as the distance from its last reading.
  public var isRelative = false

  /// A series, cut into parts.
  ///
  /// - Parameters:
  ///   - truth: what was there.
  ///   - readings: what was read of it, nil where nothing was.
  ///   - calendar: four numbers a step; without them, zeros.
  ///   - length: readings of a window.
  ///   - horizon: its targets.
  ///   - validationFrom: the place of the first reading of the validation part.
  ///   - testFrom: the place of the first reading of the test part.
  public init(
    truth: [Double], readings: [Double?], calendar: [[Double]]? = nil, length: Int, horizon: Int,
    validationFrom: Int, testFrom: Int
  ) {
    (self.truth, self.readings) = (truth, readings)
    self.calendar = calendar ?? truth.map { _ in [0, 0, 0, 0] }
    (self.length, self.horizon) = (length, horizon)
    parts = timeParts(
      count: truth.count, length: length, horizon: horizon, validationFrom: validationFrom,
      testFrom: testFrom)
    trainingPlaces = Array(parts.training)
    scale = Scale.fitted(to: readings, in: 0..<validationFrom)
  }

  /// The windows that begin at some places.
  public func batch(_ places: [Int]) -> WindowBatch {
    let windows = places.map { place in
      gaps(in: readings[place..<place + length].map { $0.map { scale.scaled($0) } })
    }
    let origins = windows.map { isRelative ? $0.carried[length - 1] : 0 }
    func column(_ number: (Int) -> Double) -> Matrix {
      Matrix(column: places.indices.map(number))
    }
    let steps = (0..<length).map { step in
      GapStep(
        carried: column { windows[$0].carried[step] - origins[$0] },
        mask: column { windows[$0].mask[step] }, since: column { windows[$0].since[step] })
    }
    let known = (0..<length + horizon).map { step in Matrix(places.map { calendar[$0 + step] }) }
    let targets = Matrix(
      places.indices.map { row in
        (0..<horizon).map { ahead in
          scale.scaled(truth[places[row] + length + ahead]) - origins[row]
        }
      })
    return WindowBatch(steps: steps, calendar: known, targets: targets)
  }

  /// Some windows of the training part, drawn at random.
  public func trainingBatch(_ count: Int, using generator: inout SeededGenerator) -> WindowBatch {
    batch((0..<count).map { _ in trainingPlaces[generator.integer(below: trainingPlaces.count)] })
  }
}

extension Logbook {
  /// The generated station of chapter 17: two years to learn from, half a year to choose by, and two
  /// to be looked at once. Three days are read, and a day is forecast.
  ///
  /// - Parameters:
  ///   - outages: which readings are lost.
  ///   - seed: of the weather, and of what is lost.
  ///   - horizon: steps ahead, of three hours each.
  public static func station(_ outages: Outages, seed: UInt64, horizon: Int = 8) -> Logbook {
    var (weather, lost) = (SeededGenerator(seed: seed), SeededGenerator(seed: seed + 1_000))
    let (year, steps) = (Weather.perYear, Weather.perYear * 9 / 2)
    let drawn = Weather(steps: steps, using: &weather)
    return Logbook(
      truth: drawn.temperatures, readings: outages.readings(of: drawn, using: &lost),
      calendar: (0..<steps).map { Weather.calendar($0) }, length: 24, horizon: horizon,
      validationFrom: 2 * year, testFrom: 2 * year + year / 2)
  }

  /// The same series on the same scale with other readings.
  public func with(_ readings: [Double?]) -> Logbook {
    var copy = self
    copy.readings = readings
    return copy
  }

  /// What people do to a table with holes before they cut it into windows: a straight line from the
  /// reading before a gap to the reading after it.
  public var interpolated: Logbook {
    var (filled, before) = (readings, Int?.none)
    for place in readings.indices where readings[place] != nil {
      for hole in (before.map { $0 + 1 } ?? 0)..<place {
        let (left, right) = (readings[before ?? place] ?? 0, readings[place] ?? 0)
        let share = before.map { Double(hole - $0) / Double(place - $0) } ?? 0
        filled[hole] = left + (right - left) * share
      }
      before = place
    }
    return with(filled)
  }
}
