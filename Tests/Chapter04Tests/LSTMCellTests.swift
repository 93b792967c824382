import CourseTesting
import LSTMGates

final class LSTMCellTests: ExerciseTestCase {}
