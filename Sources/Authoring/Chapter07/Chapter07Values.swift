import Course
import Foundation
import Laboratory
import LinearAlgebra
import Optimizers
import VanishingGradients

/// The values of chapter 07, "Learning".
enum Chapter07Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    var values = bowls
    for more in [rules, cliff, noise, cells, try adding(in: folder), try settings(in: folder)] {
      values.merge(more) { $1 }
    }
    return values
  }

  // MARK: The bowls

  private static func losses(_ optimizer: some Optimizer, after steps: [Int]) -> [Double] {
    let path = Bowl.path(optimizer, steps: steps.max() ?? 0)
    return steps.map { Bowl.loss(path[$0]) }
  }

  private static var bowls: PageValues.List {
    let steps = [0, 10, 30, 100, 300]
    // How much of the distance is left after a step, and steps for a factor of ten.
    func share(_ root: Double) -> Double { (root - 1) / (root + 1) }
    let strides = Bowl.path(RMSProp(learningRate: 0.1), steps: 2)
    // Adam's first step without the correction is √1000 times 0.1 as long.
    let far = 2 * 0.1 / 0.001.squareRoot()
    return [
      "rates": [0.1, 0.5, 0.9, 1, 1.1].map { rate in
        let places = Chapter07Figures.slope(rate, steps: 20)
        return Array(places.prefix(5)) + [places[20]]
      },
      "paths": [
        losses(SGD(learningRate: 0.06), after: steps),
        losses(Momentum(learningRate: 0.02, momentum: 0.8), after: steps),
        losses(RMSProp(learningRate: 0.5), after: steps),
        losses(Adam(learningRate: 0.5), after: steps),
      ],
      "shares": [share(25), share(5)],
      "tenfold": [log(0.1) / log(share(25))],
      "tenfold-momentum": [log(0.1) / log(share(5))],
      "stays": losses(RMSProp(learningRate: 0.5), after: [300]),
      "stays-lower": losses(RMSProp(learningRate: 0.1), after: [300]),
      // Where RMSProp jumps to and fro by its rate, each number is half the rate away.
      "jumps": 13 * 0.25 * 0.25, "jumps-less": 13 * 0.05 * 0.05,
      "start": Bowl.loss((10, 1)), "uncorrected": Bowl.loss((10 - far, 1 - far)),
      "corrected": losses(Adam(learningRate: 2), after: [1]),
      "roots": [sqrt(10.0), sqrt(62.5)],
      "stride": 0.1 * 10 / sqrt(10.0), "strides": 0.1 * 25 / sqrt(62.5),
      "stride-1": [strides[1].0, strides[1].1], "stride-2": [strides[2].0, strides[2].1],
      "squared": 25 * 25, "kept": 1 - 2.0 / 26, "second-gradient": 0.9 * 25,
    ]
  }

  private static var rules: PageValues.List {
    let (rate, kept) = (0.04, 0.5)
    var (place, velocity) = ((a: 10.0, b: 1.0), (a: 0.0, b: 0.0))
    let momentum = (1...3).map { _ in
      let gradient = (a: place.a, b: 25 * place.b)
      velocity = (kept * velocity.a + gradient.a, kept * velocity.b + gradient.b)
      place = (place.a - rate * velocity.a, place.b - rate * velocity.b)
      return [gradient, velocity, place].flatMap { [$0.a, $0.b] }
    }
    func adam(_ place: Double, _ gradients: [Double]) -> [Double] {
      let mean = gradients.reduce(0) { 0.9 * $0 + 0.1 * $1 }
      let square = gradients.reduce(0) { 0.999 * $0 + 0.001 * $1 * $1 }
      let (m, q) = (mean / 0.19, square / 0.001999)
      let step = 0.1 * m / q.squareRoot()
      return [mean, m, square, q, step, place - step]
    }
    return [
      "momentum": [[0, 0, 10, 1]] + momentum,
      "adam": adam(9.9, [10, 9.9]) + adam(0.9, [25, 22.5]),
      "corrections": [1, 2, 5, 12, 50, 100, 300, 1_000, 3_000].map { step in
        (1 - power(0.9, step)) / (1 - power(0.999, step)).squareRoot()
      },
    ]
  }

  // MARK: The cliff, and noise

  private static var cliff: PageValues.List {
    func path(_ factor: Double) -> Double {
      let decay = LearningRateDecay(initialRate: 0.01, factor: factor, interval: 10)
      var (u, optimizer) = ([Matrix([[1.1]])], SGD(learningRate: 0.01))
      for step in 0..<40 {
        let gradient = Matrix([[Cliff.gradient(u[0][0, 0])]])
        optimizer.learningRate = decay.rate(at: step)
        optimizer.update(&u, gradients: clippedByGlobalNorm([gradient], limit: 1).gradients)
      }
      return u[0][0, 0]
    }
    let valley = exp(log(0.5) / 50)
    return [
      "valley": valley,
      "cliff": [0.9, 1.1, 0.25, valley, 100 * (Cliff.loss(1.1) / 100).rounded(), 0.01],
      "top": [power(1.1, 50), Cliff.loss(1.1), Cliff.gradient(1.1)],
      "thrown": 1.1 - 0.01 * Cliff.gradient(1.1), "flat": Cliff.gradient(0.9),
      "settled": path(0.5), "settled-loss": Cliff.loss(path(0.5)),
      "restless-loss": Cliff.loss(path(1)),
    ]
  }

  private static var noise: PageValues.List {
    func mean(_ rate: Double) -> Double {
      var (place, optimizer) = ([Matrix([[0]])], SGD(learningRate: rate))
      var generator = SeededGenerator(seed: 1)
      return (0..<100_000).reduce(0.0) { sum, _ in
        optimizer.update(&place, gradients: [2 * place[0] + generator.normal()])
        return sum + place[0][0, 0] * place[0][0, 0] / 100_000
      }
    }
    func expected(_ rate: Double) -> Double { rate * rate / (1 - (1 - 2 * rate) * (1 - 2 * rate)) }
    return [
      "noise": mean(0.1), "noise-less": mean(0.01),
      "noise-expected": [expected(0.1), expected(0.01)],
    ]
  }

  // MARK: The adding problem

  private static var cells: PageValues.List {
    let (inputs, units) = (2, AddingExperiment.hiddenSize)
    let gate = (inputs + units + 1) * units
    var generator = SeededGenerator(seed: 1)
    let bound = 1 / Double(units).squareRoot()
    let radii = (0..<200).map { _ in
      let matrix = Matrix.uniform(
        rows: units, columns: units, in: -bound...bound, using: &generator)
      return spectralRadius(of: matrix, from: .normal(rows: 1, columns: units, using: &generator))
    }
    return [
      "lstm": 4 * gate + units + 1, "rnn": gate + units + 1,
      "baselines": AddingMeasurements.lengths.map(baseline),
      "radius": radii.reduce(0, +) / 200,
    ]
  }

  private static func baseline(_ length: Int) -> Double {
    AddingExperiment(cell: .rnn, length: length, seed: 1).testBaseline
  }

  private static func adding(in folder: PackageFolder) throws -> PageValues.List {
    let measured = try AddingMeasurements(in: folder)
    func runs(_ cell: AddingCell, _ length: Int) -> [AddingMeasurements.Run] {
      measured.runs(of: cell, length: length).filter {
        AddingProblemFigures.seeds.contains($0.seed)
      }
    }
    func lowest(_ length: Int) -> [Double] {
      runs(.rnn, length).compactMap { $0.errors.min() }.sorted()
    }
    // The run that is worst at its end, and how good it was before.
    let restless = runs(.rnn, 20).max { ($0.errors.last ?? 0) < ($1.errors.last ?? 0) }
    let ten = measured.runs(of: .lstm, length: 100)
    let fallen = ten.count { $0.errors[2_000 / AddingExperiment.interval] < 0.1 }
    let better = 1 - (lowest(100).first ?? .nan) / baseline(100)
    return [
      "adding": AddingMeasurements.lengths.map {
        falls(runs(.lstm, $0)) + falls(runs(.rnn, $0)) + lowest($0)
      },
      "restless": restless?.errors.last ?? .nan, "restless-best": restless?.errors.min() ?? .nan,
      "better": (better * 100).rounded(.up),
      "falls-100": falls(runs(.lstm, 100)), "best-50": lowest(50).first ?? .nan,
      "last-seed": runs(.lstm, 200).first { fall($0) == 4_000 }?.seed ?? -1,
      "fallen": fallen, "seeds": ten.count, "standing": ten.count - fallen,
      "yardsticks": AddingMeasurements.lengths.flatMap { length in
        [AddingCell.lstm, .rnn].compactMap { measured.yardstick(of: $0, length: length) }
      },
    ]
  }

  /// Runs with other settings than the experiment's.
  private static func settings(in folder: PackageFolder) throws -> PageValues.List {
    let faster = try AddingMeasurements("07-adding-rate-0.01", in: folder)
    let (lstm, rnn) = (faster.runs(of: .lstm, length: 100), faster.runs(of: .rnn, length: 20))
    let open = try AddingMeasurements("07-adding-rate-0.01-bias-3", in: folder)
      .runs(of: .lstm, length: 100)
    let high = rnn.compactMap(\.errors.last).filter { $0 >= 0.05 }
    let sooner = zip(lstm, open).count { (fall($1) ?? .max) < (fall($0) ?? .max) }
    return [
      "faster": falls(lstm), "faster-seeds": lstm.count,
      "high": high.count, "high-seeds": rnn.count, "high-errors": high,
      "open-seeds": open.count, "open": falls(open), "sooner": sooner, "later": open.count - sooner,
      "live.length": AddingLive.length, "live.low": AddingLive.low,
      "live.longest": AddingLive.longest,
    ]
  }

  /// The steps after which a run's error is first below a hundredth; nil where it never is.
  private static func fall(_ run: AddingMeasurements.Run) -> Int? {
    run.errors.firstIndex { $0 < 0.01 }.map { $0 * AddingExperiment.interval }
  }

  /// The first and the last fall of some runs; nothing where none falls.
  private static func falls(_ runs: [AddingMeasurements.Run]) -> [Double] {
    let steps = runs.compactMap(fall).map { Double($0) }
    return [steps.min(), steps.max()].compactMap(\.self)
  }
}
