import Course
import Plots
import Text

extension Milestone {
  static let adding = Milestone(
    "adding", "Hochreiter and Schmidhuber", 1997, "Long Short-Term Memory",
    summary: "An LSTM adds two marked numbers of a hundred; an RNN cannot.",
    claim: "An LSTM learns to add two numbers that are marked in a sequence of a hundred steps and "
      + "more. Earlier recurrent networks fail where so many steps lie between the two.",
    criterion:
      "within 4,000 updates the LSTM's mean squared error falls below 0.01, and the RNN's, "
      + "in as many updates as the LSTM made, never below 0.1.",
    exercises: "2.1 2.2 4.2 4.3 5.2 5.3 5.4 5.5 5.6 7.2 7.5 7.7"
  ) { run in
    let demo = AddingProblemDemo(length: 100, cells: [.lstm, .rnn], seed: run.seed, steps: 4_000)
    var errors: [[Double]] = []
    for cell in demo.cells {
      let updates = errors.first.map { ($0.count - 1) * AddingExperiment.interval } ?? demo.steps
      var stop: (any Error)?
      let result = AddingExperiment(cell: cell, length: 100, seed: run.seed, steps: updates).run {
        let share = Double($0.step) / Double(updates)
        do { try run.reached((Double(errors.count) + share) / 2) } catch { stop = error }
        return stop == nil && !(cell == .lstm && $0.error < 0.01)
      }
      if let stop { throw stop }
      errors.append(result.errors)
    }
    let (lstm, rnn) = (errors[0].last ?? .nan, errors[1].min() ?? .nan)
    let updates = (errors[0].count - 1) * AddingExperiment.interval
    let seen =
      "After \(grouped(updates)) updates the LSTM's mean squared error is \(fixed(lstm, 4)). In as "
      + "many, the RNN's is never below \(fixed(rnn, 3)); that of always answering 1 is 0.167."
    return Finding(seen, holds: lstm < 0.01 && rnn > 0.1, chart: demo.chart(errors))
  }
}
