/// The lines of `course dev adding`, a run each.
let addingMeasurements = ""
