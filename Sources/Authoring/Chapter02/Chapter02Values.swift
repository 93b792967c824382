import Foundation
import LinearAlgebra
import Sequences
import VanillaRNN

/// The values of chapter 02, "The vanilla RNN", that are worked out there.
enum Chapter02Values {
  static func all() -> PageValues.List {
    func states(_ inputs: [Double]) -> [Double] {
      let cell = RNNCell(inputWeights: [[1]], recurrentWeights: [[0.5]], bias: [[0.1]])
      return cell.unrolled(inputs.map { [[$0]] }, from: [[0]]).map { $0[0, 0] }
    }
    let echo = [0] + states([1, 0, 0])
    // Unit 1 of the doubled-letter network hears 2 or −2, 3 times unit 0's state, and −3.
    let first = tanh(2.0)
    func unit1(_ letter: Double, _ state: Double) -> [Double] {
      let sum = letter + 3 * state - 3
      return [letter, tanh(letter), letter, 3, state, 3, sum, tanh(sum)]
    }
    return [
      "echo": [1.0, 0, 0].enumerated().map { step, input in
        [input, input, 0.5 * echo[step], 0.1, input + 0.5 * echo[step] + 0.1, echo[step + 1]]
      },
      "silent-end": states([0, 0, 0])[2],
      "silent": states([0, 0, 0]),
      "late": states([0, 0, 1]),
      "doubled": [unit1(2, 0), unit1(2, first), unit1(-2, first), unit1(2, -first)],
      "rounded": 0.9640,
      "from-rounded": 3 * 0.9640 - 1,
      "tanh": [0] + [0.1, 0.5, 1, 2, 4].map(tanh),
      "weights": [65 * 128, 128 * 128, 128, 65 * 128 + 128 * 128 + 128],
      "output-layer": 129 * 65,
      "bigrams": 65 * 65,
      "strings": 1 << 12,
      "slope": 1 - tanh(4) * tanh(4),
      "not-carried": [1.0, 0, 0].map { states([$0])[0] },
      "echo-ten": (0..<10).reduce(tanh(1)) { state, _ in tanh(state / 2) },
      "traces": traces(after: [0, 5, 10, 20, 40]),
    ]
  }

  /// How far apart two fresh networks of 128 units are that read texts of 65 symbols which differ in
  /// their first letter alone: the geometric mean of 20 pairs, so many letters later.
  static func traces(after places: [Int]) -> [Double] {
    var logarithms = places.map { _ in 0.0 }
    for seed in 1...20 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let cell = RNNCell(inputSize: 65, hiddenSize: 128, using: &generator)
      let first = generator.integer(below: 65)
      let other = (first + 1 + generator.integer(below: 64)) % 65
      let rest = (0..<places.max()!).map { _ in generator.integer(below: 65) }
      let states = [first, other].map { letter in
        cell.unrolled(
          ([letter] + rest).map { oneHot([$0], vocabularySize: 65) },
          from: Matrix(rows: 1, columns: 128))
      }
      for (index, place) in places.enumerated() {
        logarithms[index] += log((states[0][place] - states[1][place]).norm) / 20
      }
    }
    return logarithms.map { exp($0) }
  }
}
