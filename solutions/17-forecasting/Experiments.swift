import LinearAlgebra

/// The other experiments of chapter 17. Each gives rows of numbers for one weather: the seed decides the
/// weather, what is lost and the weights.
public enum ForecastExperiments {
  /// Degrees of noise that is added to what is read, and shares of readings that are lost.
  public static let (noises, shares) = ([0.0, 1, 2, 4], [0.0, 0.2, 0.4, 0.6, 0.8])
  /// The levels of a fan.
  public static let levels = [0.1, 0.5, 0.9]

  /// The mean error, and those of the steps 1, 2, 4 and 8 ahead.
  public static func numbers(_ errors: ForecastErrors) -> [Double] {
    [errors.mean] + [0, 1, 3, 7].filter { $0 < errors.byStep.count }.map { errors.byStep[$0] }
  }

  /// The errors of a yardstick on the test part.
  public static func yardstick(_ logbook: Logbook, period: Int) -> ForecastErrors {
    let places = Array(logbook.parts.test)
    return logbook.errors(
      logbook.naiveForecasts(period: period, places), logbook.batch(places))
  }

  /// The errors of a forecaster on the test part.
  public static func test(_ logbook: Logbook, _ model: Forecaster) -> ForecastErrors {
    let batch = logbook.batch(Array(logbook.parts.test))
    return logbook.errors(model.forecasts(batch), batch)
  }

  /// Noise, then more and more gaps: of each noise a forecaster that is told of gaps, yesterday's hour
  /// and the last reading; of each share one to which readings are carried, one that is told of gaps,
  /// and yesterday's hour.
  public static func robustness(seed: UInt64) -> [[Double]] {
    let logbook = Logbook.station(.elsewhere, seed: seed)
    let (timed, carried) = (
      Forecaster.trained(on: logbook, .timed, seed: seed),
      Forecaster.trained(on: logbook, .carried, seed: seed)
    )
    var rows: [[Double]] = []
    for noise in noises {
      var generator = SeededGenerator(seed: seed + 2_000)
      let other = logbook.with(
        logbook.readings.map { reading in reading.map { $0 + noise * generator.normal() } })
      rows.append(numbers(test(other, timed)))
      for period in [8, 1] { rows.append(numbers(yardstick(other, period: period))) }
    }
    for share in shares {
      let other = logbook.with(Logbook.station(.scattered(share), seed: seed).readings)
      for model in [carried, timed] { rows.append(numbers(test(other, model))) }
      rows.append(numbers(yardstick(other, period: 8)))
    }
    return rows
  }

  /// What is reported and what is seen in use: where gaps are filled by a straight line to the next
  /// reading, and where windows are divided at random.
  public static func leaks(seed: UInt64) -> [[Double]] {
    let logbook = Logbook.station(.inStorms, seed: seed)
    let filled = logbook.interpolated
    let model = Forecaster.trained(on: filled, .carried, seed: seed)
    var (shuffled, dice) = (logbook, SeededGenerator(seed: seed))
    var places = Array(logbook.parts.training)
    for place in places.indices.dropLast() {
      places.swapAt(place, place + dice.integer(below: places.count - place))
    }
    let held = logbook.batch(Array(places.prefix(places.count / 5)))
    shuffled.trainingPlaces = Array(places.dropFirst(places.count / 5))
    let other = Forecaster.trained(on: shuffled, .timed, seed: seed)
    return [
      [test(filled, model).mean, test(logbook, model).mean],
      [logbook.errors(other.forecasts(held), held).mean, test(logbook, other).mean],
    ]
  }

  /// r and b of a forecaster whose last reading may fade, after learning.
  public static func faded(seed: UInt64) -> [Double] {
    let model = Forecaster.trained(
      on: Logbook.station(.inStorms, seed: seed), .fading, seed: seed)
    return [model.fading.rate[0, 0], model.fading.bias[0, 0]]
  }

  /// One step at a time.
  public static func recursive(seed: UInt64) -> [Double] {
    let logbook = Logbook.station(.inStorms, seed: seed)
    let model = Forecaster.trained(
      on: Logbook.station(.inStorms, seed: seed, horizon: 1), .timed, seed: seed)
    let batch = logbook.batch(Array(logbook.parts.test))
    return numbers(logbook.errors(model.recursiveForecasts(batch), batch))
  }

  /// The coverage of a band from the level 0.1 to 0.9: on the training, the validation and the test
  /// part, then with a margin that holds 0.8 of the validation part; the margin and the mean width in
  /// degrees; and the coverage where readings are lost by other storms.
  public static func fan(seed: UInt64) -> [Double] {
    let logbook = Logbook.station(.inStorms, seed: seed)
    let model = Forecaster.trained(on: logbook, .timed, levels: levels, seed: seed)
    func band(_ batch: WindowBatch) -> Band {
      let (all, steps) = (model.forecasts(batch), logbook.horizon)
      return Band(lower: all.columns(0..<steps), upper: all.columns(2 * steps..<3 * steps))
    }
    let batches = [logbook.parts.training, logbook.parts.validation, logbook.parts.test].map {
      logbook.batch(Array($0))
    }
    let bands = batches.map(band)
    let margin = bands[1].margin(toHold: 0.8, of: batches[1].targets)
    let away = logbook.with(Logbook.station(.elsewhere, seed: seed).readings)
      .batch(Array(logbook.parts.test))
    let width = (bands[2].upper - bands[2].lower).mean
    return zip(bands, batches).map { $0.coverage(of: $1.targets) }
      + [bands[2].widened(by: margin).coverage(of: batches[2].targets)]
      + [margin * logbook.scale.deviation, width * logbook.scale.deviation]
      + [band(away).coverage(of: away.targets)]
  }

  /// A random walk: the error of the last value, and of a network that says a price or a change; the
  /// correlation of its prices with those that came.
  public static func prices(seed: UInt64) -> [Double] {
    let logbook = Logbook.prices(seed: seed)
    var changes = logbook
    changes.isRelative = true
    let batch = logbook.batch(Array(logbook.parts.test))
    let model = Forecaster.trained(on: logbook, .carried, seed: seed)
    let said = model.forecasts(batch)
    let change = Forecaster.trained(on: changes, .carried, seed: seed)
    return [
      yardstick(logbook, period: 1).mean, logbook.errors(said, batch).mean,
      test(changes, change).mean, correlation(said, batch.targets),
    ]
  }

  private static func correlation(_ one: Matrix, _ other: Matrix) -> Double {
    let (a, b) = (one - one.mean, other - other.mean)
    return (a .* b).sum / (a.norm * b.norm)
  }

  /// Sunspots 1, 4, 8 and 11 years ahead.
  public static func years(_ errors: ForecastErrors) -> [Double] {
    [0, 3, 7, 10].map { errors.byStep[$0] }
  }

  /// What a network is off by at them.
  public static func sunspots(seed: UInt64) -> [Double] {
    years(
      test(
        Sunspots.logbook,
        Forecaster.trained(on: Sunspots.logbook, .carried, seed: seed, updates: 400)))
  }
}
