export default {
  machineFiles: 'Machine files', machine: 'Machine', per: 'Programs', perPart: 'one a kind of part', perPiece: 'one a piece (named by its code)', notValidated: 'Not machine-validated.', tryFirst: 'Try one piece first and check it.',
  acceptedBy: 'Accepted by: {who}', nothing: 'No part needs work on this machine', fileCount: '{n} files', stopped: 'not made', take: 'Take the files (ZIP)',
  demand: 'Purchase demand', rules: 'Allowances', bandSide: 'Band a side, mm', bandExtra: 'Band extra, %', boardYield: 'Yield before planning, %', rulesHint: 'Planned boards count as in the cut plan, others by area and yield; band is the net length with its allowance, rounded up.',
  covers: '{n} orders together: {orders}', noDemand: 'There is no demand before release', cutSteps: 'Cuts in order', partsToCut: 'Parts to cut', drawing: 'Drawing', drawings: 'All drawings', ofLine: 'Drawing of the line', sheets: 'Sheets', sheetHint: 'Sheet {n} of {all} · scale {scale} · the written sizes count; wheel or two fingers zoom', drawingNone: 'This line cannot be drawn yet', hardwareList: 'Hardware list',
}
