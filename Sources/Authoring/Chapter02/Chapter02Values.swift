import Foundation
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
      "range": 0.5.squareRoot(),
      "no-state": tanh(-1),
      "not-second": tanh(-3 * first - 1),
    ]
  }
}
