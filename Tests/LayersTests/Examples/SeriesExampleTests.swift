import Foundation
import Layers
import LinearAlgebra
import XCTest

/// Public Keras examples on series of numbers: forecasts, streams, codes, and steps that are not there.
final class SeriesExampleTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  private func meanSquare(_ values: some Sequence<Float>) -> Double {
    let values = values.map { Double($0) }
    return values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
  }

  /// keras.io, "Timeseries forecasting for weather prediction": six hours ahead from a day of two
  /// readings. Keras 9 statements, here 9.
  func testWeather() throws {
    var drift = 0.0
    let readings = (0..<900).map { hour -> [Float] in
      drift = 0.95 * drift + 0.1 * generator.normal()
      let day = sin(2 * .pi * Double(hour) / 24)
      return [Float(day + drift), Float(-day + 0.2 * generator.normal())]
    }
    let (past, ahead) = (24, 6)

    let starts = 0..<readings.count - past - ahead
    let x = starts.map { readings[$0..<$0 + past] }
    let y = starts.map { readings[$0 + past + ahead - 1][0] }
    let model = Sequential {
      LSTM(32)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.005))
    let history = try model.fit(
      x, y, epochs: 12, validation: .split(0.2), callbacks: [EarlyStopping(patience: 5)])

    let held = x.count * 4 / 5..<x.count
    let asItIs = meanSquare(held.map { y[$0] - x[$0].last![0] })
    XCTAssertLessThan(history["val_loss"].last!, asItIs / 4)
  }

  /// keras.io, "lstm_stateful": the mean of this number and the last, of which a batch shows this one
  /// alone. Keras 9 statements, here 7.
  func testStatefulStreams() throws {
    let streams = (0..<20).map { _ in (0..<50).map { _ in Float(generator.uniform(in: -1...1)) } }
    let x = (1..<50).flatMap { t in streams.map { [[$0[t]]] } }
    let y = (1..<50).flatMap { t in streams.map { [($0[t - 1] + $0[t]) / 2] } }

    func trained(stateful: Bool) throws -> Double {
      let model = Sequential {
        LSTM(20, stateful: stateful)
        Dense(1)
      }
      try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
      let history = try model.fit(x, y, epochs: 30, batchSize: 20, shuffle: false)
      model.resetStates()
      let predicted = try model.predict(x, batchSize: 20)
      XCTAssertEqual(predicted.count, x.count)
      return history["loss"].last!
    }
    // Without what was before, a twelfth is left: the variance of half of the last number.
    XCTAssertGreaterThan(try trained(stateful: false), 0.07)
    let kept = try trained(stateful: true)
    XCTAssertLessThan(kept, 0.035)
  }

  /// The LSTM autoencoder of many tutorials: a curve becomes four numbers, and these the curve, and the
  /// encoder becomes a model of its own. Keras 11 statements, here 11.
  func testAutoencoder() throws {
    let x = (0..<300).map { _ -> [[Double]] in
      let (height, slope) = (generator.uniform(in: -1...1), generator.uniform(in: -1...1))
      return (0..<12).map { [height + slope * (Double($0) / 6 - 1)] }
    }

    let input = Input.sequence(steps: 12, features: 1)
    let code = LSTM(4)(input)
    let states = LSTM(24, returnSequences: true)(RepeatVector(12)(code))
    let output = Dense(1)(states)
    let model = try Model(inputs: input, outputs: output)
    let encoder = try Model(inputs: input, outputs: code)
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    try model.fit(x, x, epochs: 30)

    let variance = meanSquare(x.joined().map { Float($0[0]) })  // Their mean is zero.
    XCTAssertLessThan(try model.evaluate(x, x).loss, variance / 20)
    XCTAssertEqual(try encoder.predict(x)[0].count, 4)
  }

  /// keras.io, "Traffic forecasting using graph neural networks and LSTM": of each road the next step from
  /// its own speeds and those of its neighbours, all roads with the same weights. Keras about
  /// 60 statements, most of them in two classes of layers, here 12.
  func testTraffic() throws {
    let (roads, hours) = (10, 90)
    var speeds = [(0..<roads).map { _ in generator.normal() }]
    for _ in 1..<hours {
      let last = speeds.last!
      speeds.append(
        (0..<roads).map { road in
          let near = last[(road + 1) % roads] + last[(road + roads - 1) % roads]
          return 0.475 * near + 0.3 * generator.normal()
        })
    }

    // A graph's convolution is the mean over neighbours, which stands in the data, before a map.
    let near = speeds.map { row in
      row.indices.map { (row[($0 + 1) % roads] + row[($0 + roads - 1) % roads]) / 2 }
    }
    let places = (0..<hours - 6).flatMap { t in (0..<roads).map { (t: t, road: $0) } }
    let x = places.map { place in (0..<6).map { [speeds[place.t + $0][place.road]] } }
    let around = places.map { place in (0..<6).map { [near[place.t + $0][place.road]] } }
    let y = places.map { speeds[$0.t + 6][$0.road] }

    let own = Input.sequence(steps: 6, features: 1, named: "own")
    let neighbours = Input.sequence(steps: 6, features: 1, named: "neighbours")
    let project = Dense(10)
    let seen = Activation(.relu)(Concatenate()(project(own), project(neighbours)))
    let memory = LSTM(32)(seen)
    let model = try Model(inputs: [own, neighbours], outputs: [Dense(1)(memory)])
    try model.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    let history = try model.fit((x, around), y, epochs: 12, validation: .split(0.2))

    let held = places.count * 4 / 5..<places.count
    let naive = meanSquare(held.map { Float(y[$0] - x[$0].last![0]) })
    let lone = try Model(
      inputs: own, outputs: Dense(1)(LSTM(32)(Dense(20, activation: .relu)(own))))
    try lone.compile(loss: .meanSquaredError, optimizer: .adam(learningRate: 0.01))
    let blind = try lone.fit(x, y, epochs: 12, validation: .split(0.2))["val_loss"].last!
    let graph = history["val_loss"].last!
    XCTAssertLessThan(graph, naive / 2)
    XCTAssertLessThan(graph, 0.85 * blind)  // What a road by itself tells.
  }

  /// keras.io, "Understanding masking and padding": the first word decides, and nothing that a sequence is
  /// filled up with. Keras 7 statements with its padding, here 6.
  func testMasking() throws {
    let x = (0..<400).map { _ in (0..<1 + below(12)).map { _ in 1 + below(9) } }
    let y = x.map { $0[0] > 4 ? 1 : 0 }

    let model = Sequential {
      Embedding(vocabularySize: 10, size: 8, masksZero: true)
      LSTM(16)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    try model.fit(x, y, epochs: 10)

    let padded = x.map { $0 + [Int](repeating: 0, count: 20 - $0.count) }
    let (_, accuracy) = try model.evaluate(padded, y)
    XCTAssertGreaterThan(accuracy, 0.97)
    XCTAssertEqual(try model.predict(padded), try model.predict(x))
  }

  /// The same with numbers, of which some were not measured.
  func testMaskingNumbers() throws {
    let y = (0..<300).map { _ in below(2) }
    let x = y.map { y in
      [[Float(2 * y - 1)]] + (0..<1 + below(8)).map { _ in [Float(generator.normal())] }
    }

    let model = Sequential {
      Masking(value: .nan)
      LSTM(16)
      Dense(1, activation: .sigmoid)
    }
    try model.compile(
      loss: .binaryCrossEntropy, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let spoilt = x.map { Array($0.map { [$0, [.nan]] }.joined()) }
    try model.fit(spoilt, y, epochs: 12)
    let (_, accuracy) = try model.evaluate(x, y)
    XCTAssertGreaterThan(accuracy, 0.93)
    XCTAssertEqual(try model.predict(spoilt), try model.predict(x))
  }
}
