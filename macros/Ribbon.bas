Attribute VB_Name = "Ribbon"
' Ribbon.bas: what happens when a button of the Salesbook tab is pressed.
' Each button's tag names a function of salesbook.ribbon; Python says what came of it.
' No rules and no cell addresses live here. Nothing typed by a person enters the command.
Option Explicit

Public Sub OnSalesbookButton(ByVal control As IRibbonControl)
    If ActiveWorkbook Is Nothing Then Exit Sub
    If ActiveWorkbook.Path = vbNullString Then
        MsgBox "Save the workbook in your company folder first.", vbInformation, "Salesbook"
        Exit Sub
    End If
    RunPython "import salesbook.ribbon as r; r.run('" & control.Tag & "')"
End Sub
