import CourseTesting
import LSTMGates
import LinearAlgebra
import Optimizers
import XCTest

@testable import Forecasting

/// What the chapter gives: the weather and its outages, windows, yardsticks, a forecaster that
/// learns.
final class GivenTests: XCTestCase {
  private func weather(_ steps: Int = 40_000) -> Weather {
    var generator = SeededGenerator(seed: 3)
    return Weather(steps: steps, using: &generator)
  }

  // MARK: The station

  func testItStormsAFifthOfTheTime() {
    let storms = weather().storms
    let share = Double(storms.count { $0 }) / Double(storms.count)
    XCTAssertEqual(share, 0.2, accuracy: 0.02)
  }

  func testStormsAreColdAndAfternoonsAreWarm() {
    let it = weather()
    func mean(_ isCounted: (Int) -> Bool) -> Double {
      let places = it.temperatures.indices.filter(isCounted)
      return places.reduce(0) { $0 + it.temperatures[$1] } / Double(places.count)
    }
    XCTAssertLessThan(mean { it.storms[$0] }, mean { !it.storms[$0] } - 3)
    XCTAssertEqual(mean { $0 % 8 == 5 } - mean { $0 % 8 == 1 }, 8, accuracy: 0.3)
    XCTAssertEqual(mean { $0 / 8 % 7 == 2 } - mean { $0 / 8 % 7 == 6 }, 2, accuracy: 0.3)
    let year = Weather.perYear
    XCTAssertGreaterThan(
      mean { $0 % year / 8 / 30 == 6 } - mean { $0 % year / 8 / 30 == 0 }, 16)
  }

  func testTheCalendarTellsTheHourAndTheWeek() {
    XCTAssertEqual(Weather.calendar(5), [1, 0, 1, 1])
    XCTAssertEqual(Weather.calendar(4 * 8 + 7)[2...], [1, 0])
    XCTAssertEqual(Weather.calendar(5 * 8)[2...], [0, 0])
    XCTAssertEqual(Weather.calendar(6 * 8)[2...], [0, 1])
    XCTAssertEqual(Set((0..<8).map { Weather.calendar($0)[0...1].description }).count, 8)
  }

  func testOutagesOfAnotherValleyAreAsManyAndTellNothing() {
    let it = weather()
    func lost(_ outages: Outages) -> (share: Double, inStorms: Double) {
      var generator = SeededGenerator(seed: 4)
      let readings = outages.readings(of: it, using: &generator)
      let places = readings.indices.filter { readings[$0] == nil }
      let storms = places.count { it.storms[$0] }
      return (
        Double(places.count) / Double(readings.count), Double(storms) / Double(places.count)
      )
    }
    XCTAssertEqual(lost(.inStorms).share, 0.144, accuracy: 0.015)
    XCTAssertEqual(lost(.elsewhere).share, lost(.inStorms).share, accuracy: 0.02)
    XCTAssertGreaterThan(lost(.inStorms).inStorms, 0.8)
    XCTAssertEqual(lost(.elsewhere).inStorms, 0.2, accuracy: 0.04)
    XCTAssertEqual(lost(.scattered(0.3)).share, 0.3, accuracy: 0.01)
  }

  func testWhatArrivesIsWhatWasMeasured() {
    let it = weather(500)
    var generator = SeededGenerator(seed: 5)
    for (reading, truth) in zip(
      Outages.inStorms.readings(of: it, using: &generator), it.temperatures)
    {
      if let reading { XCTAssertEqual(reading, truth) }
    }
  }

  // MARK: Windows and yardsticks

  private var small: Logbook {
    Logbook(
      truth: (0..<20).map(Double.init),
      readings: (0..<20).map { [5, 6, 13].contains($0) ? nil : Double($0) },
      calendar: (0..<20).map { [Double($0), 0, 0, 0] }, length: 4, horizon: 3, validationFrom: 10,
      testFrom: 15)
  }

  func testWindowsHaveTheirTargetsBehindThem() {
    let (it, batch) = (small, small.batch([3, 11]))
    XCTAssertEqual(it.scale.reading(it.scale.scaled(7.5)), 7.5, accuracy: 1e-12)
    XCTAssertEqual(
      batch.targets.values.map { it.scale.reading($0).rounded() }, [7, 8, 9, 15, 16, 17])
    XCTAssertEqual(batch.steps.map { $0.mask[0, 0] }, [1, 1, 0, 0])
    XCTAssertEqual(
      batch.steps.map { it.scale.reading($0.carried[0, 0]).rounded() }, [3, 4, 4, 4])
    XCTAssertEqual(batch.calendar.map { $0[1, 0] }, [11, 12, 13, 14, 15, 16, 17])
  }

  func testARelativeWindowEndsAtZero() {
    var it = small
    it.isRelative = true
    let batch = it.batch([3])
    XCTAssertEqual(batch.steps[3].carried[0, 0], 0)
    XCTAssertEqual(batch.targets[0, 0] * it.scale.deviation, 3, accuracy: 1e-12)
  }

  func testYardsticksTakeTheLatestReadingOfTheSeason() {
    let it = small
    func naive(_ period: Int, _ place: Int) -> [Double] {
      it.naiveForecasts(period: period, [place]).values.map { it.scale.reading($0).rounded() }
    }
    XCTAssertEqual(naive(1, 3), [4, 4, 4])
    XCTAssertEqual(naive(2, 6), [8, 9, 8])
    XCTAssertEqual(naive(3, 4), [2, 3, 7])
    XCTAssertEqual(naive(8, 11), [7, 8, 9])
    // The last of them has nothing at that hour, and takes the last reading of all.
    XCTAssertEqual(naive(13, 12), [3, 4, 15])
  }

  func testErrorsAreInDegreesAndBiasHasASign() {
    let it = small
    let batch = it.batch([2, 3])
    let off = Matrix([[1, 2, 3], [-1, 0, 1]]) / it.scale.deviation
    let errors = it.errors(batch.targets + off, batch)
    for (error, right) in zip(errors.byStep, [1.0, 1, 2]) {
      XCTAssertEqual(error, right, accuracy: 1e-12)
    }
    XCTAssertEqual(errors.bias, 1, accuracy: 1e-12)
    XCTAssertEqual(errors.mean, 4.0 / 3, accuracy: 1e-12)
    // Of the two windows, both end in a reading that is missing; of these, only the second does.
    XCTAssertEqual(it.errors(batch.targets + off, batch, whereSilent: true), errors)
    let others = it.batch([0, 3])
    XCTAssertEqual(
      it.errors(others.targets + off, others, whereSilent: true).bias, 0, accuracy: 1e-12)
  }

  func testInterpolationDrawsAStraightLine() {
    var it = small
    it.readings = [nil, 2, nil, nil, 8, nil]
    XCTAssertEqual(it.interpolated.readings, [2, 2, 4, 6, 8, nil])
  }

  // MARK: The forecaster

  func testAnUpdateFollowsTheGradientOfTheLoss() {
    for way in GapWay.allCases {
      var generator = SeededGenerator(seed: 7)
      let logbook = Logbook.station(.inStorms, seed: 2, horizon: 2)
      let batch = logbook.batch([40, 500, 1_000])
      let levels = [0.1, 0.5, 0.9]
      let model = Forecaster(way, levels: levels, horizon: 2, hiddenSize: 3, using: &generator)
      let slopes = measured(model.parameters) { parameters in
        var copy = model
        copy.parameters = parameters
        return pinball(copy.forecasts(batch), targets: batch.targets, levels: levels).loss
      }
      var (updated, descent) = (model, SGD(learningRate: 1))
      let loss = updated.train(on: batch, clippingAt: 1e9, with: &descent)
      XCTAssertEqual(
        loss, pinball(model.forecasts(batch), targets: batch.targets, levels: levels).loss)
      for (index, slope) in slopes.enumerated() {
        let moved = model.parameters[index] - updated.parameters[index]
        for (one, other) in zip(moved.values, slope.values) {
          XCTAssertEqual(one, other, accuracy: 1e-6, "\(way), \(model.parameterNames[index])")
        }
      }
    }
  }

  func testAForecasterLearnsMoreThanTheSeason() {
    let logbook = Logbook.station(.inStorms, seed: 1)
    let model = Forecaster.trained(on: logbook, .timed, seed: 1, updates: 150)
    let places = Array(logbook.parts.validation)
    let batch = logbook.batch(places)
    let error = logbook.errors(model.forecasts(batch), batch).mean
    XCTAssertLessThan(
      error, logbook.errors(logbook.naiveForecasts(period: 8, places), batch).mean)
  }

  // MARK: Facts, and what cannot be

  func testSunspotsAreThoseOfTheYears() {
    XCTAssertEqual(Sunspots.numbers.count, 309)
    XCTAssertEqual(Sunspots.firstYear + 308, 2008)
    XCTAssertEqual(Sunspots.numbers[1957 - 1700], 190.2)
    XCTAssertEqual(Sunspots.numbers.max(), 190.2)
    XCTAssertEqual(Sunspots.numbers[1810 - 1700], 0)
    XCTAssertEqual(Sunspots.numbers.reduce(0, +), 15_373.4, accuracy: 0.01)
  }

  func testSkillSaysWhatIsSaved() {
    XCTAssertEqual(skill(of: 1, beside: 4), 0.75)
    XCTAssertEqual(skill(of: 5, beside: 4), -0.25)
  }

  func testWhatCannotBeIsSaid() {
    XCTAssertNil(partsProblem(count: 20, length: 4, horizon: 3, validationFrom: 7, testFrom: 10))
    XCTAssertEqual(
      partsProblem(count: 20, length: 4, horizon: 3, validationFrom: 6, testFrom: 10),
      "20 readings, parted at 6 and 10, leave a part without a window of 4 readings and 3 targets")
    XCTAssertEqual(
      gapProblem([[1]], [[1, 0]], [[0]]),
      "readings of 1×1, a mask of 1×2 and times of 1×1 are no step: they have one shape")
    XCTAssertEqual(
      levelProblem([[1, 2, 3]], targets: [[1, 2]], levels: 2),
      "forecasts of 1×3 do not fit targets of 1×2 at 2 levels: they need 1×4")
    XCTAssertEqual(
      recursionProblem(outputs: 8),
      "a model that says 8 numbers at once is not asked step by step: it says one")
  }
}
