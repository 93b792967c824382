import CourseTesting
import Forecasting
import LinearAlgebra
import XCTest

/// Exercise 17.2: a scale that has not seen the future.
final class ScaleTests: ExerciseTestCase {
  /// The variations of a fit; as it stands it is right.
  private struct Fit {
    var readings: [Double?]
    var training: Range<Int>
    var hole: Double?
    var isCounted = false
    var isCarried = false
    var divisor = 0.0
    var isRooted = true
    var centre: Double?

    var numbers: [Double] {
      var (sum, count, squares, last) = (0.0, 0.0, 0.0, Double?.none)
      var values: [Double] = []
      for place in training {
        last = readings[place] ?? last
        let value = readings[place] ?? (isCarried ? last : hole)
        if let value { values.append(value) }
        if value != nil || isCounted { count += 1 }
        sum += value ?? 0
      }
      let mean = sum / count
      for value in values { squares += (value - (centre ?? mean)) * (value - (centre ?? mean)) }
      let variance = squares / (count + divisor)
      if squares == 0 { return [mean, 1] }
      return [mean, isRooted ? variance.squareRoot() : variance]
    }
  }

  private func expectScale(_ readings: [Double?], _ training: Range<Int>, line: UInt = #line) {
    let scale = Scale.fitted(to: readings, in: training)
    let fit = Fit(readings: readings, training: training)
    func but(_ change: (inout Fit) -> Void) -> [Double] {
      var other = fit
      change(&other)
      return other.numbers
    }
    expect(
      [scale.mean, scale.deviation], "mean and deviation of the readings in \(training)",
      equals: fit.numbers,
      mistakes: [
        .wholeSeries: but { $0.training = readings.indices },
        .missingAsZero: but { $0.hole = 0 },
        .missingCounted: but { $0.isCounted = true },
        .missingCarried: but { $0.isCarried = true },
        .varianceForRoot: but { $0.isRooted = false },
        .oneLess: but { $0.divisor = -1 },
        .notFromTheMean: but { $0.centre = 0 },
        .noScaleForOne: fit.numbers[1] == 1 && Set(readings[training].compactMap { $0 }).count == 1
          ? [fit.numbers[0], 0] : fit.numbers,
      ], line: line)
  }

  func test_17_2_theWorkedExample() {
    // Chapter 17: 18, –, 20 and 22 have the mean 20 and the deviation 1.633.
    expectScale([18, nil, 20, 22, 5, nil, 3], 0..<4)
  }

  func test_17_2_theFutureDoesNotCount() {
    trials(10) { generator in
      let readings = (0..<30).map { Double?.some(Double($0) + generator.normal()) }
      expectScale(readings, 0..<18)
    }
  }

  func test_17_2_missingReadingsDoNotCount() {
    trials(10) { generator in
      let readings = (0..<30).map { _ in
        generator.uniform() < 0.4 ? nil : Double?.some(12 + 4 * generator.normal())
      }
      expectScale([15, 13] + readings, 0..<20)
    }
  }

  func test_17_2_aPartThatBeginsLater() {
    trials(5) { generator in
      expectScale((0..<20).map { _ in generator.normal() - 7 }, 5..<15)
    }
  }

  func test_17_2_readingsThatAreAllAlike() { expectScale([4, nil, 4, 4, 9, 1], 0..<4) }
}
